from django.contrib.auth.models import User
from rest_framework.authtoken.models import Token
from rest_framework.test import APITestCase

from .factories import ProductFactory, StaffFactory, UserFactory, grant


class ApiTests(APITestCase):
    databases = "__all__"

    def setUp(self):
        self.user = UserFactory(username="grace", first_name="Grace")
        self.sign_in(self.user)

    def sign_in(self, user):
        token, _ = Token.objects.get_or_create(user=User.objects.get(pk=user.pk))
        self.client.credentials(HTTP_AUTHORIZATION="Token " + token.key)

    def test_token_for_a_password(self):
        self.client.credentials()
        response = self.client.post("/api/token/", {"username": "grace", "password": "sturdy-lamp-77"})
        self.assertEqual(response.json()["token"], self.user.auth_token.key)

    def test_me(self):
        self.assertEqual(self.client.get("/api/users/me/").json()["badge"], "Grace")

    def test_everybody_who_is_known_may_read(self):
        self.assertEqual([user["username"] for user in self.client.get("/api/users/").json()], ["grace"])
        self.client.credentials()
        self.assertEqual(self.client.get("/api/users/").status_code, 401)

    def test_writing_needs_the_permission_of_the_model(self):
        data = {"username": "ada", "email": "ada@example.com"}
        self.assertEqual(self.client.post("/api/users/", data).status_code, 403)
        grant(self.user, "add_user")
        response = self.client.post("/api/users/", data)
        self.assertEqual(response.status_code, 201, response.content)
        self.assertEqual(self.client.post("/api/users/", data).status_code, 400)

    def test_staff(self):
        StaffFactory(username="alan")
        self.assertEqual(self.client.get("/api/staff/").status_code, 403)
        grant(self.user, "view_user", "view_staff")
        self.assertEqual([user["username"] for user in self.client.get("/api/staff/").json()], ["alan"])

    def test_reviews_name_their_author(self):
        product = ProductFactory()
        grant(self.user, "add_review")
        data = {"product": product.pk, "author": "grace", "stars": 3}
        self.assertEqual(self.client.post("/api/reviews/", data).status_code, 201)
        self.assertEqual(product.reviews.get().author, self.user)

    def test_products_know_their_creator_and_manager(self):
        grant(self.user, "add_product")
        data = {"name": "Lamp", "price": "3.00", "manager": StaffFactory().pk}
        response = self.client.post("/api/products/", data)
        self.assertEqual(response.status_code, 201, response.content)
        product = self.user.products.get()
        self.assertTrue(product.manager.is_staff)
        self.assertIs(type(product.manager), User)
